"""Small valid files for the tests of storage: every kind of key occurs in one of them."""

from __future__ import annotations

ROUTINE = """\
format = 1
title = "Neck unwinder"
summary = "Two quiet minutes for a stiff neck."
areas = ["neck", "shoulders"]
breath = "calm"
ready_s = 5
gap_s = 4.5
switch_s = 6
rotate = false

[[step]]
stretch = "neck-side"
hold_s = 20
side = "each"
sets = 2
rest_s = 10

[[step]] # a step of your own
name = "Look out of the window"
cue = "Rest your eyes on something far away."
hold_s = 20
easier = "Close them."
stop = "Stop if it hurts."

[[step]]
name = "Wall slides"
reps = 8
tempo = { out_s = 2, hold_s = 1, back_s = 2, pause_s = 0 }
position = "standing"
image = "wall-slide.png"
easier = "Slide less."
stop = "Stop if it hurts."

[[step]]
stretch = "chin-tuck"
reps = 3
[step.breath]
in_s = 4
out_s = 6
full_s = 2
"""

SMALL = 'format = 1\ntitle = "Short"\n\n[[step]]\nstretch = "neck-side"\n'

INLINE = """\
title = '''Inline'''
"format" = 1
areas = [
  "hips", # one
  "feet",
]
breath = { in_s = 4, full_s = 5, out_s = 6, empty_s = 0 }
step = [{ stretch = "neck-side", sets = 3 }, { stretch = "chin-tuck" }]
"""

ROUTINES = (ROUTINE, SMALL, INLINE)

HOLD = """\
format = 1
title = "Side neck stretch"
summary = "Ear towards the shoulder."
areas = ["neck"]
kind = "hold"
positions = ["seated", "standing"]
side = "each"
hold_s = 20
hold_min_s = 15
hold_max_s = 30
feel = "A mild pull on the side of the neck."
errors = ["The shoulder comes up."]
stop = ["Dizziness."]
easier_cue = "Tilt less."

[cues]
start = "Sit tall."
move = "Ear towards the shoulder."
hold = "Stay, breathe."
end = "Slowly up."

[[sources]]
title = "Healthwise"

[figure]
posture = "seated"
framing = "bust"
keyframe = [{ at = "start" }, { at = "end", angles = { neck_lateral_flexion = 30 } }]
"""

REPS = """\
format = 1
title = "Chin tucks"
summary = "The head glides back."
areas = ["neck"]
kind = "reps"
positions = ["seated"]
reps = 5
tempo = { out_s = 1, hold_s = 4, back_s = 1 }
feel = "Length at the back of the neck."
errors = []
stop = ["Dizziness."]
easier_cue = "Glide less."
easier = "neck-side"
cues = { start = "Sit tall.", move = "Glide back.", hold = "Stay.", end = "Let go." }
sources = [{ title = "NHS" }]
"""

PHASES = """\
format = 1
title = "Seated cat-cow"
summary = "Round and open the back."
areas = ["lower-back"]
kind = "breath"
positions = ["seated"]
reps = 4
feel = "The whole back moves."
errors = []
stop = ["Sharp pain."]
easier_cue = "Smaller."

[[phase]]
name = "cow"
s = 4
cue = "Open the chest."
breath = "in"

[[phase]]
name = "cat"
s = 4
cue = "Round the back."
breath = "out"

[[part]]
name = "slow"
cue = "Slowly."

[cues]
start = "Sit tall."
move = "Begin."
hold = "With the breath."
end = "Come to rest."

[[sources]]
title = "NHS"

[figure]
posture = "seated"
[[figure.keyframe]]
at = "cat"
[figure.keyframe.angles]
lumbar_flexion = 40
"""

STRETCHES = {"neck-side": HOLD, "chin-tuck": REPS, "seated-cat-cow": PHASES}
