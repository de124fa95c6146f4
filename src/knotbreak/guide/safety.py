"""What everyone should know before the first movement, and when to stop.

English sentences, marked for the translator with `N_`; who shows them translates them.
"""

from __future__ import annotations

from knotbreak.core.text import N_

SAFETY_VERSION = 1
"""A newer notice is shown again to those who have acknowledged an older one."""


NOTICE = (
    N_(
        "knotbreak suggests gentle movements for a break. It is not medical advice, and it"
        " cannot see you."
    ),
    N_("Move slowly, stay well below pain, and stop as soon as something feels wrong."),
    N_(
        "Ask a doctor or physiotherapist first if you are pregnant, if you were injured or operated"
        " on lately, or if you have trouble with your heart, bones, joints, nerves or balance."
    ),
)

ALWAYS = N_("Mild pull, never pain.")

STOPPED = N_("Stopped. Nothing lost.")

BREATH_FIRST = N_("Dizzy? Let your breath go back to normal.")

STOP_IF_TITLE = N_("Stop at once, and get help, if you notice:")

STOP_IF = (
    N_(
        "pain, pressure or tightness in the chest, or pain that spreads to jaw, arm or"
        " shoulder blades"
    ),
    N_("bad shortness of breath"),
    N_("feeling faint or dizzy, or a cold sweat"),
    N_("sudden weakness or numbness, or trouble speaking or seeing"),
    N_("a headache that is new or very strong"),
    N_("pain that is sharp, shooting or electric"),
    N_("tingling that begins or spreads"),
    N_("a joint that catches or gives way"),
)
