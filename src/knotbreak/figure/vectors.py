"""Points, turns and angles in space, as plain tuples: quick enough in pure Python.

The body stands at the origin: x to its left, y up, z forward, in metres; angles are in degrees.
A matrix is nine numbers, row by row, and turns a column.
"""

from __future__ import annotations

import math
from typing import TypeAlias

Vec: TypeAlias = tuple[float, float, float]
Mat: TypeAlias = tuple[float, float, float, float, float, float, float, float, float]
Quat: TypeAlias = tuple[float, float, float, float]

IDENTITY: Mat = (1.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 1.0)
UNTURNED: Quat = (1.0, 0.0, 0.0, 0.0)
_RAD = math.pi / 180


def add(a: Vec, b: Vec) -> Vec:
    """The sum."""
    return (a[0] + b[0], a[1] + b[1], a[2] + b[2])


def sub(a: Vec, b: Vec) -> Vec:
    """From b to a."""
    return (a[0] - b[0], a[1] - b[1], a[2] - b[2])


def scaled(a: Vec, by: float) -> Vec:
    """A multiple."""
    return (a[0] * by, a[1] * by, a[2] * by)


def dot(a: Vec, b: Vec) -> float:
    """The inner product."""
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]


def cross(a: Vec, b: Vec) -> Vec:
    """The outer product."""
    return (a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0])


def length(a: Vec) -> float:
    """How long it is."""
    return math.sqrt(a[0] * a[0] + a[1] * a[1] + a[2] * a[2])


def unit(a: Vec) -> Vec:
    """The same direction, one long; straight down for nothing at all."""
    size = length(a)
    return (a[0] / size, a[1] / size, a[2] / size) if size > 1e-12 else (0.0, -1.0, 0.0)


def between(a: Vec, b: Vec, share: float) -> Vec:
    """The point at this share of the way from a to b."""
    return (
        a[0] + (b[0] - a[0]) * share,
        a[1] + (b[1] - a[1]) * share,
        a[2] + (b[2] - a[2]) * share,
    )


def turned(m: Mat, v: Vec) -> Vec:
    """The vector after the turn."""
    x, y, z = v
    return (
        m[0] * x + m[1] * y + m[2] * z,
        m[3] * x + m[4] * y + m[5] * z,
        m[6] * x + m[7] * y + m[8] * z,
    )


def unturned(m: Mat, v: Vec) -> Vec:
    """The vector before the turn."""
    x, y, z = v
    return (
        m[0] * x + m[3] * y + m[6] * z,
        m[1] * x + m[4] * y + m[7] * z,
        m[2] * x + m[5] * y + m[8] * z,
    )


def placed(m: Mat, at: Vec, v: Vec) -> Vec:
    """Where a point of a part lies in space."""
    x, y, z = v
    return (
        at[0] + m[0] * x + m[1] * y + m[2] * z,
        at[1] + m[3] * x + m[4] * y + m[5] * z,
        at[2] + m[6] * x + m[7] * y + m[8] * z,
    )


def times(a: Mat, b: Mat) -> Mat:
    """First b, then a."""
    a0, a1, a2, a3, a4, a5, a6, a7, a8 = a
    b0, b1, b2, b3, b4, b5, b6, b7, b8 = b
    return (
        a0 * b0 + a1 * b3 + a2 * b6,
        a0 * b1 + a1 * b4 + a2 * b7,
        a0 * b2 + a1 * b5 + a2 * b8,
        a3 * b0 + a4 * b3 + a5 * b6,
        a3 * b1 + a4 * b4 + a5 * b7,
        a3 * b2 + a4 * b5 + a5 * b8,
        a6 * b0 + a7 * b3 + a8 * b6,
        a6 * b1 + a7 * b4 + a8 * b7,
        a6 * b2 + a7 * b5 + a8 * b8,
    )


def transposed(m: Mat) -> Mat:
    """The turn back."""
    return (m[0], m[3], m[6], m[1], m[4], m[7], m[2], m[5], m[8])


def about_x(degrees: float) -> Mat:
    """A turn that takes up to forward."""
    c, s = math.cos(degrees * _RAD), math.sin(degrees * _RAD)
    return (1.0, 0.0, 0.0, 0.0, c, -s, 0.0, s, c)


def about_y(degrees: float) -> Mat:
    """A turn that takes forward to the left."""
    c, s = math.cos(degrees * _RAD), math.sin(degrees * _RAD)
    return (c, 0.0, s, 0.0, 1.0, 0.0, -s, 0.0, c)


def about_z(degrees: float) -> Mat:
    """A turn that takes left to up."""
    c, s = math.cos(degrees * _RAD), math.sin(degrees * _RAD)
    return (c, -s, 0.0, s, c, 0.0, 0.0, 0.0, 1.0)


def mirrored(m: Mat) -> Mat:
    """The same turn seen in the mirror between left and right."""
    return (m[0], -m[1], -m[2], -m[3], m[4], m[5], -m[6], m[7], m[8])


def frame(down: Vec, forward: Vec) -> Mat:
    """The turn of a limb that points along `down`, its front as near to `forward` as can be."""
    y = unit((-down[0], -down[1], -down[2]))
    x = cross(y, forward)
    if length(x) < 1e-6:
        x = cross(y, (0.3, 0.5, 0.8))
    x = unit(x)
    z = cross(x, y)
    return (x[0], y[0], z[0], x[1], y[1], z[1], x[2], y[2], z[2])


def quat_of(m: Mat) -> Quat:
    """A matrix as a quaternion, its first number never negative."""
    trace = m[0] + m[4] + m[8]
    if trace > 0:
        s = math.sqrt(trace + 1.0) * 2
        return (s / 4, (m[7] - m[5]) / s, (m[2] - m[6]) / s, (m[3] - m[1]) / s)
    if m[0] > m[4] and m[0] > m[8]:
        s = math.sqrt(max(1.0 + m[0] - m[4] - m[8], 1e-12)) * 2
        q = ((m[7] - m[5]) / s, s / 4, (m[1] + m[3]) / s, (m[2] + m[6]) / s)
    elif m[4] > m[8]:
        s = math.sqrt(max(1.0 + m[4] - m[0] - m[8], 1e-12)) * 2
        q = ((m[2] - m[6]) / s, (m[1] + m[3]) / s, s / 4, (m[5] + m[7]) / s)
    else:
        s = math.sqrt(max(1.0 + m[8] - m[0] - m[4], 1e-12)) * 2
        q = ((m[3] - m[1]) / s, (m[2] + m[6]) / s, (m[5] + m[7]) / s, s / 4)
    return q if q[0] >= 0 else (-q[0], -q[1], -q[2], -q[3])


def mat_of(q: Quat) -> Mat:
    """A quaternion of length one as a matrix."""
    w, x, y, z = q
    return (
        1 - 2 * (y * y + z * z),
        2 * (x * y - w * z),
        2 * (x * z + w * y),
        2 * (x * y + w * z),
        1 - 2 * (x * x + z * z),
        2 * (y * z - w * x),
        2 * (x * z - w * y),
        2 * (y * z + w * x),
        1 - 2 * (x * x + y * y),
    )


def slerp(a: Quat, b: Quat, share: float) -> Quat:
    """The turn at this share of the way from a to b, the short way round."""
    cosine = a[0] * b[0] + a[1] * b[1] + a[2] * b[2] + a[3] * b[3]
    if cosine < 0:
        b = (-b[0], -b[1], -b[2], -b[3])
        cosine = -cosine
    if cosine > 0.9995:
        p, q = 1 - share, share
    else:
        angle = math.acos(cosine)
        p = math.sin((1 - share) * angle) / math.sin(angle)
        q = math.sin(share * angle) / math.sin(angle)
    w = a[0] * p + b[0] * q
    x = a[1] * p + b[1] * q
    y = a[2] * p + b[2] * q
    z = a[3] * p + b[3] * q
    size = math.sqrt(w * w + x * x + y * y + z * z)
    return (w / size, x / size, y / size, z / size)
