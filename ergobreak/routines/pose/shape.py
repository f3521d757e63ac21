"""The mannequin's measures, in figure units: a standing person is 100 high.

Lengths belong to the pose grammar (a frame's angles make sense only with them); radii and shares are the drawing
recipe.
"""

from __future__ import annotations

from typing import Final

LOWER_SPINE: Final = 14.0
UPPER_SPINE: Final = 16.0
NECK: Final = 11.0
ARM: Final = (16.0, 14.0, 6.0)
LEG_SIDE: Final = (24.0, 24.0, 9.0)
LEG_FRONT: Final = (24.0, 24.0, 5.0)
HALF_SHOULDERS: Final = 9.0
HALF_HIPS: Final = 5.0
SHOULDER_DROP: Final = 2.2  # the shoulder joint sits this far down the spine from the neck base

SHOULDER_R: Final = 3.3
ELBOW_R: Final = 2.65
WRIST_R: Final = 2.0
HAND_R: Final = 1.8
HIP_R: Final = 5.1
KNEE_R: Final = 3.7
KNEE_TOWARDS_VIEWER_R: Final = 5.0
ANKLE_R: Final = 2.4
HEEL_R: Final = 2.35
TOE_R: Final = 1.7
NECK_R: Final = 2.6
HEAD_R: Final = 6.2
EYE_R: Final = 1.0
NOSE: Final = 1.5
TRUNK_SIDE: Final = ((0.0, 6.1), (0.12, 6.0), (0.42, 5.3), (0.76, 6.4), (1.0, 3.4))
TRUNK_FRONT: Final = ((0.0, 6.6), (0.12, 7.4), (0.5, 6.5), (0.8, 8.3), (0.95, 7.6), (1.0, 6.2))

GAP: Final = 1.7  # stroke width; half of it shows
GROUND_LINE: Final = 0.8
MAT_HEIGHT: Final = 2.6
BOX_HALF: Final = 7.5
PROP_LINE: Final = 2.0
PROP_PAD: Final = 2.0
ARROW: Final = 1.1
MARGIN: Final = 8.0

# The seat is furniture: its height does not depend on what the legs do. Hip joint above the floor, per view.
SEATED_SIDE: Final = LEG_SIDE[1] + ANKLE_R
SEATED_FRONT: Final = 37.3

PIN_REACH: Final = 3.4  # a hand or foot this close to the floor is on the floor
PIN_REACH_SITTING: Final = 5.0
PIN_REACH_LYING: Final = 8.5
SAME_PLACE: Final = 9.0  # contacts of two key frames this close are one contact: it must not slide

ACCENT_WEIGHT: Final = {"trunk": 2.0, "head": 1.0, "leg": 1.0, "arm": 0.6}
ACCENT_SHARE: Final = 0.66
ACCENT_MIN: Final = 5.0
ARROW_MIN: Final = 14.0
ARROW_FROM: Final = 0.30
ARROW_TO: Final = 0.88
