"""The random draw of objects and officers, and its public proof."""
