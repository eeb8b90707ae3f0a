"""What structures declared, read: `values` (the last ones), `board`, `history`, `shared`."""
