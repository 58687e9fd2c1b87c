"""Where each muscle or sore structure lies: shapes in the coordinates of ``body`` (half figures are mirrored)."""

from __future__ import annotations

from dataclasses import dataclass, field

from trigger_points.figures.geometry import Point


@dataclass(frozen=True)
class Structure:
    """What to draw: filled areas, thick cords (nerves, joints, straps) and round spots."""

    view: str
    name: str
    areas: list[list[Point]] = field(default_factory=list)
    cords: list[list[Point]] = field(default_factory=list)
    spots: list[tuple[float, float, float]] = field(default_factory=list)
    both_sides: bool = False


_NERVE: list[Point] = [(4, 88), (14, 112), (32, 166), (40, 216), (40, 269), (40, 312), (38, 335)]

STRUCTURES: dict[str, Structure] = {
    "adductors": Structure("front", "the muscles", [
        [(3, 198), (14, 190), (30, 220), (38, 256), (32, 290), (24, 323), (18, 323), (14, 286), (8, 256), (5, 226)]]),
    "erector_spinae": Structure("back", "the muscles", [
        [(5, 12), (22, 12), (27, 32), (27, 71), (20, 116), (11, 154), (5, 158), (4, 116), (5, 38)]], both_sides=True),
    "gluteus_maximus": Structure("back", "the muscle", [
        [(9, 126), (24, 118), (46, 128), (66, 156), (76, 188), (77, 222), (71, 241), (64, 236), (58, 220), (38, 226),
         (18, 220), (10, 202), (13, 176), (7, 152)]]),
    "gluteus_medius": Structure("back", "the muscle", [
        [(26, 118), (40, 109), (56, 108), (69, 124), (77, 148), (80, 176), (74, 182), (66, 178), (52, 160), (36, 140)]]),
    "gluteus_minimus": Structure("side", "the muscle", [
        [(80, 140), (90, 128), (104, 126), (120, 134), (115, 156), (106, 178), (99, 186), (92, 178), (84, 158)]]),
    "hamstrings": Structure("back", "the muscles", [
        [(22, 214), (31, 212), (34, 236), (35, 269), (30, 308), (22, 345), (16, 347), (15, 312), (15, 278), (16, 243)],
        [(32, 212), (40, 220), (56, 252), (63, 286), (61, 321), (58, 349), (51, 347), (47, 312), (42, 278), (36, 243)]]),
    "iliopsoas": Structure("front", "the muscle", [
        [(5, 33), (13, 38), (20, 76), (32, 122), (45, 166), (46, 198), (38, 224), (31, 220), (30, 190), (20, 152),
         (9, 106), (5, 66)],
        [(28, 120), (42, 112), (56, 118), (59, 138), (53, 166), (46, 190), (40, 166), (33, 140)]]),
    "piriformis": Structure("back", "the muscle", [
        [(9, 132), (16, 134), (40, 152), (66, 168), (77, 176), (74, 184), (60, 183), (36, 174), (16, 162), (9, 150)]]),
    "quadratus_lumborum": Structure("back", "the muscle", [
        [(13, 50), (24, 48), (36, 52), (41, 72), (50, 92), (54, 106), (44, 109), (28, 116), (20, 104), (14, 82)]]),
    "rectus_femoris": Structure("front", "the muscle", [
        [(43, 152), (48, 162), (54, 196), (56, 236), (50, 278), (43, 317), (34, 317), (31, 286), (31, 243), (35, 198)]]),
    "tensor_fasciae_latae": Structure("side", "the muscle", [
        [(124, 134), (134, 132), (142, 142), (138, 166), (127, 194), (116, 214), (108, 216), (108, 198), (114, 166)]],
        cords=[[(111, 214), (106, 252), (103, 295), (106, 331)]]),
    "vastus_lateralis": Structure("side", "the muscle", [
        [(90, 192), (104, 184), (118, 196), (130, 231), (131, 266), (124, 300), (116, 319), (107, 316), (94, 300),
         (84, 269), (82, 231)]]),
    "gluteal_tendinopathy": Structure("side", "the sore tendon", [
        [(88, 148), (100, 142), (112, 148), (109, 168), (103, 182), (97, 182), (91, 168)]], spots=[(100, 187, 9)]),
    "hip_joint": Structure("front", "the hip joint", spots=[(44, 176, 14)]),
    "lumbar_radiculopathy": Structure("back", "the nerve", cords=[
        [*_NERVE, (40, 379), (34, 433)]], spots=[(5, 88, 8)]),
    "meralgia": Structure("front", "the skin nerve", cords=[
        [(28, 104), (50, 132), (62, 152), (66, 186), (68, 226), (66, 269), (60, 300)]], spots=[(60, 148, 7)]),
    "proximal_hamstring_tendinopathy": Structure("back", "the sore tendon", [
        [(25, 214), (31, 212), (37, 216), (41, 236), (40, 255), (32, 257), (27, 238)]], spots=[(30, 212, 9)]),
    "sacroiliac_joint": Structure("back", "the sore joint", cords=[[(25, 122), (20, 140), (13, 158)]],
                                  spots=[(24, 122, 6)]),
}  # fmt: skip

WING: dict[str, list[Point]] = {
    "back": [(12, 126), (26, 112), (46, 106), (58, 118), (60, 140), (54, 162), (40, 176), (28, 162), (14, 160)],
    "front": [(12, 126), (26, 112), (48, 108), (60, 122), (60, 142), (54, 166), (34, 182), (22, 162), (16, 148)],
}
SIT_BONE: list[Point] = [(38, 180), (40, 198), (32, 218), (22, 214), (16, 200), (4, 198), (4, 188), (20, 184)]
FEMUR: list[list[Point]] = [[(46, 176), (58, 172), (72, 174)], [(70, 176), (62, 216), (50, 269), (42, 316)]]
SACRUM: list[Point] = [(0, 114), (14, 116), (18, 128), (10, 156), (0, 172)]
RIB: list[Point] = [(6, 31), (24, 36), (40, 46)]
SIDE_WING: list[Point] = [(76, 132), (94, 122), (116, 124), (130, 136), (124, 158), (108, 176), (92, 172), (80, 156)]
SIDE_FEMUR: list[list[Point]] = [[(100, 187), (104, 235), (106, 278), (104, 317)]]
