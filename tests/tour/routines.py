"""Routines that the tour plays, beside those that come with the program."""

SHORT = """
format = 1
title = "Two small holds"
ready_s = 5

[[step]]
name = "Look up"
cue = "Rest your eyes on the ceiling."
hold_s = 20

[[step]]
name = "Reach"
cue = "One arm, then the other."
side = "each"
hold_s = 10
"""

EVENING = """
format = 1
title = "Evening on the floor"
breath = "calm"
ready_s = 5
gap_s = 5

[[step]]
stretch = "neck-side"
side = "both"
hold_s = 15
sets = 2
rest_s = 10

[[step]]
stretch = "childs-pose"
hold_s = 20
"""

LONG = """
format = 1
title = "Der ganze Rücken nach einem langen Arbeitstag im Sitzen"
breath = "calm"
ready_s = 5

[[step]]
name = "Hüftbeuger-Dehnung im Halbkniestand mit geradem Rücken"
cue = "Schieben Sie das Becken langsam nach vorn, bis vorn an der Hüfte ein milder Zug entsteht."
side = "each"
hold_s = 30
sets = 3

[[step]]
name = "Brustwirbelsäulenaufrichtung und Schulterblattführung"
cue = "Die Schulterblätter gleiten zueinander und ein wenig nach unten."
reps = 12
tempo = { out_s = 3, hold_s = 2, back_s = 3 }

[[step]]
name = "Oberschenkelrückseitendehnung"
cue = "Ein Bein nach dem anderen."
hold_s = 20
"""
