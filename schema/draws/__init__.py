"""The draw and its proof."""
