"""Write what is made from the declarations and the library: the JSON Schemas, the format reference,
the pages of the movements and the tones of a session.

python packaging/generate.py            write the files
python packaging/generate.py --check    say which are not current, and fail
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
from msgspec import inspect as shapes

ROOT = Path(__file__).resolve().parent.parent
if __name__ == "__main__":
    sys.path.insert(0, str(ROOT / "src"))
sys.path.insert(0, str(ROOT / "packaging"))

import make_sounds  # noqa: E402
import movement_pages  # noqa: E402

from knotbreak.core import body, breathing, figure_spec, reminders, routine  # noqa: E402
from knotbreak.storage.schema import schema_texts  # noqa: E402
from knotbreak.storage.toml_words import needed  # noqa: E402

EXAMPLE = """\
format = 1
title = "After the long call"
summary = "Two quiet minutes for neck and eyes."
areas = ["neck", "eyes"]
breath = "calm"                # a named pattern, or { in_s = 4, out_s = 6 }
ready_s = 5                    # before the first step; gap_s between steps, switch_s between sides

[[step]]
stretch = "chin-tuck"          # from the library, with that stretch's own reps, tempo and cues

[[step]]
stretch = "neck-side"
hold_s = 20
side = "each"                  # left, right, each (one after the other), both (at once)
sets = 2
rest_s = 10

[[step]]                       # a step of your own: nothing to look up
name = "Look out of the window"
cue = "Rest your eyes on something far away."
hold_s = 20
easier = "Close your eyes instead."
stop = "Stop if your eyes hurt."

[[step]]
name = "Wall slides"
cue = "Arms up and down along the wall."
reps = 8
tempo = { out_s = 2, hold_s = 1, back_s = 2 }
easier = "Slide only as far as it is easy."
stop = "Stop at sharp pain in the shoulder."
"""

PRESCRIBED = """\
format = 1
title = "Shoulder, after the visit"
areas = ["shoulders"]
gap_s = 30                     # rest between the stages
per_day = 3
days = ["mon", "wed", "fri"]
until = 2026-12-10
given_by = "M. Okafor, physiotherapist"

[[step]]
name = "Wall press"
cue = "Press the hand into the wall."
reps = 10
tempo = { out_s = 2, hold_s = 5, back_s = 2 }
easier = "Press half as hard."
stop = "Stop at sharp pain in the shoulder."

# and so on, one [[step]] for each stage
"""

FAULTY = """\
format = 1
titel = "After the long call"

[[step]]
strech = "neck-side"
hold_s = 2000
"""

FIGURE = """\
[figure]
posture = "seated"             # what every keyframe starts from
view = "three-quarter"
props = ["chair"]
glow = ["upper-back"]          # where it should be felt
caption = "Sitting, the trunk turns to the side and the hand holds the knee."

[[figure.keyframe]]
at = "end"                     # start is the posture itself
angles = { trunk_rotation = 35, neck_rotation = 20 }
contacts = { hand = "other-knee", other-hand = "seat" }
"""

FIGURES = """\
## A figure of your own

A stretch file says with a few angles how the figure moves. These lines

```toml
{figure}```

are this figure, at its start and at its end:

![Sitting on a chair, then turned to the side](pictures/figure-start.png)
![The end of the movement](pictures/figure-end.png)

Angles are degrees from upright standing, named as in anatomy, and positive as the name says. Angles
without `other_` are those of the side that feels the stretch; you always write the left side, the
right one is its mirror. What a keyframe leaves out is as in the posture. Between keyframes the
figure finds its way: a hand that touches something in both stays there, and feet stay where they
stand. `knotbreak draw STRETCH -o picture.png` shows what you have so far (`.svg` and `.gif` work
too), and `knotbreak check FILE` says which angle no body has, and what a hand cannot reach.

The postures, from the side:

{postures}

A hand can touch {places}. Legs and feet: `foot`, `heel`, `toes` or `knee` = `floor`, `knee` =
`cushion`, `foot` = `other-knee`; the head: `forehead` or `head` = `floor` or `cushion`. With
`other-` in front it is the other side's.

Where nobody is to be seen, `posture = "none"` and `framing = "ring"` show a disc of rings that
opens as you breathe in and closes as you breathe out. It needs no keyframes.

"""

INTRO = """\
# The routine format

<!-- Made by packaging/generate.py from the declarations in src/knotbreak/core. Do not edit. -->

A routine is a plain text file in [TOML](https://toml.io). Copy one, change it, put it into the
`routines` folder of knotbreak's data folder (`knotbreak doctor` says where that is), and it is in
the menu. No restart is needed.

```toml
{example}```

## The file name is the id

`after-call.toml` is the routine `after-call`. Small letters, digits and hyphens, please. A file of
yours takes the place of a built-in one with the same name; delete it, and the built-in one is
back. The same holds for movements in the `stretches` folder. A folder `packs/NAME` may hold
`routines` and `stretches` of its own: their ids are `NAME:routine`, they replace nothing, and what
they name is looked for in the pack first.

## What a therapist prescribes

```toml
{prescribed}```

is three stages of ten repetitions, each held for five seconds, with thirty seconds of rest between
them. It is offered three times on its days, spread over your working day, until it is done that
often or its last day is over. `knotbreak report shoulder -o visit.html` writes one page for the
next visit: what was asked for and done on each day, and how tight it was.

## When something is wrong

`knotbreak check FILE` says everything that is wrong at once, with file, line and key. This file

```toml
{faulty}```

is answered with

```text
{answer}
```

The items of lists are counted from 1: `step[2].hold_s` is in the second `[[step]]` of the file.
One file with a fault never hides the others, and a file that you are just changing stays in use as
it was before the fault, until the fault is gone. `format = 2` or more means that the file was made
for a newer knotbreak.

## Warnings

A warning is advice and refuses nothing. There is one for a hold of more than 60 seconds or of less
than 10, for holding the breath for more than 10 seconds, for full circles of the neck, for a cue
of more than eight words, for a step of your own that does not say how to do less of it (`easier`)
or when to stop (`stop`), and for a picture that is not there.

## What else holds

- A step has either `stretch` or `name`. A step with `name` has either `hold_s`, or `reps` and a
  `tempo`.
- A stretch that is held takes `hold_s` in a step, one that is repeated takes `reps`.
- A routine lasts at most two hours, a file is at most 1 MiB, and it is UTF-8 without a byte-order
  mark.
- Text is always drawn as plain text: what looks like HTML is shown as it stands. Pictures lie
  beside the file; a path or a link that leads out of its folder is not followed.
- Keys that end in `_s` are seconds. `1.5` is a number, `"1.5"` is text.

Editors that know JSON Schema (such as VS Code with Even Better TOML) complete and check these files
while you type, with `routine.schema.json` and `stretch.schema.json` of the folder `assets/schema`.
Put `#:schema PATH/routine.schema.json` in the first line of a file.

"""

TABLES: tuple[tuple[str, str, type[msgspec.Struct]], ...] = (
    ("A routine", "the file itself", routine.Routine),
    ("A step", "`[[step]]` of a routine", routine.Step),
    ("A tempo", "`tempo` of a step or stretch", routine.Tempo),
    ("A breath pattern", "`breath`, where no named one is wanted", breathing.BreathPattern),
    ("A stretch", "a file in `stretches`", routine.Stretch),
    ("Cues", "`[cues]` of a stretch", routine.Cues),
    ("A phase", "`[[phase]]` of a stretch", routine.Phase),
    ("A part", "`[[part]]` of a stretch", routine.Part),
    ("A source", "`[[sources]]` of a stretch", routine.Source),
    ("A figure", "`[figure]` of a stretch", figure_spec.FigureSpec),
    ("A keyframe", "`[[figure.keyframe]]`", figure_spec.Keyframe),
)

WORDS: tuple[type[Any], ...] = (
    body.Area,
    body.Place,
    body.Position,
    body.Need,
    body.Side,
    reminders.Weekday,
    breathing.NamedPattern,
    routine.StretchKind,
    routine.PhaseBreath,
    figure_spec.Posture,
    figure_spec.View,
    figure_spec.Framing,
    figure_spec.Prop,
    figure_spec.Trail,
    figure_spec.Angle,
)


def generated() -> dict[str, str]:
    """Every generated file by its path from the top folder, as it should be."""
    files = {f"assets/schema/{name}": text for name, text in schema_texts().items()}
    return {**files, "docs/routine-format.md": reference(), **movement_pages.pages(ROOT)}


def stale(root: Path) -> list[str]:
    """The generated files under `root` that are missing or not current."""
    texts = [
        name
        for name, text in generated().items()
        if not (root / name).is_file() or (root / name).read_text(encoding="utf-8") != text
    ]
    return texts + make_sounds.stale(root)


def reference() -> str:
    """The format reference, in Markdown."""
    intro = INTRO.format(example=EXAMPLE, prescribed=PRESCRIBED, faulty=FAULTY, answer=answer())
    parts = [intro, _figures(), "## Every key\n"]
    for title, where, struct in TABLES:
        parts.append(f"### {title}\n\n{_summary(struct)} Here: {where}.\n\n{_table(struct)}\n")
    parts.append("## Words\n")
    for enum in WORDS:
        listed = ", ".join(f"`{member.value}`" for member in enum)
        parts.append(f"### {enum.__name__}\n\n{_summary(enum)}\n\n{listed}\n")
    return "\n".join(parts).rstrip() + "\n"


def _figures() -> str:
    from knotbreak.figure.contacts import hand_places

    shown = [one for one in figure_spec.Posture if one is not figure_spec.Posture.NONE]
    postures = "\n".join(f"![{one}](pictures/posture-{one}.png) `{one}`" for one in shown)
    places = ", ".join(f"`{place}`" for place in sorted(hand_places()))
    return FIGURES.format(figure=FIGURE, postures=postures, places=places)


def answer() -> str:
    """What the program really says to the faulty example."""
    from knotbreak.core.problems import ProblemError
    from knotbreak.storage import toml_file

    try:
        toml_file.parse(FAULTY.encode(), routine.Routine, "after-call.toml")
    except ProblemError as error:
        return str(error)
    raise AssertionError("the faulty example has faults")


def _table(struct: type[msgspec.Struct]) -> str:
    rows = ["| key | value | default | meaning |", "|---|---|---|---|", *_rows(struct)]
    return "\n".join(rows) + "\n"


def _rows(struct: type[msgspec.Struct]) -> Iterator[str]:
    info = shapes.type_info(struct)
    assert isinstance(info, shapes.StructType)
    for field in info.fields:
        name = field.encode_name
        value = _words(field.type, name)
        cells = (f"`{name}`", value, _default(field), _meaning(field.type))
        yield "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _words(shape: shapes.Type, key: str) -> str:
    """What a key takes; the words of enums stand in their own sections."""
    match shape:
        case shapes.Metadata():
            return _words(shape.type, key)
        case shapes.UnionType():
            kinds = [_words(one, key) for one in shape.types if one != shapes.NoneType()]
            return " or ".join(kinds)
        case shapes.EnumType():
            return f"[{shape.cls.__name__}](#{shape.cls.__name__.lower()})"
        case shapes.StructType():
            return next(
                f"[{title.lower()}](#{title.lower().replace(' ', '-')})"
                for title, _, struct in TABLES
                if struct is shape.cls
            )
        case shapes.DictType():
            return f"table of {_words(shape.key_type, '')} = {_words(shape.value_type, '')}"
        case shapes.VarTupleType():
            least = "at least one " if shape.min_length else ""
            most = f", at most {shape.max_length}" if shape.max_length else ""
            return f"list, {least or 'each '}{_words(shape.item_type, key)}{most}"
        case _:
            return needed(shape, key)


def _default(field: shapes.Field) -> str:
    if field.required:
        return "**needed**"
    value = field.default
    if value is msgspec.NODEFAULT:
        value = field.default_factory()
    if value is None or value in ((), {}, ""):
        return "–"
    if isinstance(value, bool):
        return f"`{str(value).lower()}`"
    if isinstance(value, tuple):
        return "`[" + ", ".join(f'"{item}"' for item in value) + "]`"
    return f'`"{value}"`' if isinstance(value, str) else f"`{value}`"


def _meaning(shape: shapes.Type) -> str:
    if isinstance(shape, shapes.Metadata):
        own = (shape.extra_json_schema or {}).get("description")
        return str(own) if own else _meaning(shape.type)
    if isinstance(shape, shapes.UnionType):
        return next((text for text in map(_meaning, shape.types) if text), "")
    return _summary(shape.cls) if isinstance(shape, shapes.StructType | shapes.EnumType) else ""


def _summary(thing: type[Any]) -> str:
    text = (thing.__doc__ or "").strip()
    return " ".join(text.split())


def main(arguments: list[str] | None = None) -> int:
    """Write the files or, with --check, only say which are not current."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="write nothing, fail if not current")
    if parser.parse_args(arguments).check:
        old = stale(ROOT)
        for name in old:
            print(f"{name} is not current: run python packaging/generate.py")
        return 1 if old else 0
    for name, text in generated().items():
        target = ROOT / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8", newline="\n")
    make_sounds.write(ROOT)
    return 0


if __name__ == "__main__":
    sys.exit(main())
