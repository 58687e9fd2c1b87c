"""Our own drawings: body maps, one picture for each muscle and look-alike, one for each technique."""

from trigger_points.figures.build import draw_figures, draw_missing, stale_figures, write_figures

__all__ = ["draw_figures", "draw_missing", "stale_figures", "write_figures"]
