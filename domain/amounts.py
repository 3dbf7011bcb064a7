"""Ratios and amounts of money as people read them; fields keep basis points and fen."""


def per_cent(basis_points: int) -> str:
    """Basis points as a percentage without trailing zeros: 300 is `3`, 1250 is `12.5`."""
    return f"{basis_points / 100:.2f}".rstrip("0").rstrip(".")


def yuan(fen: int) -> str:
    """Fen as yuan with two decimals: 500001 is `5000.01`."""
    return f"{fen // 100}.{fen % 100:02d}"
