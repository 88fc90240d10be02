"""What editors ask of a register, in the Language Server Protocol.

Only ``followup lsp`` imports this: it needs pygls, which comes with ``pip install 'followup[lsp]'``.
"""
