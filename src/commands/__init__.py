"""The commands of the command line, a module for each group of them."""

SUMMARIES = {
    "Check": {
        "validate": "Check every record, and say what is wrong and where.",
        "fmt": "Put records into canonical form.",
        "explain": "Explain a check, with a wrong and a right example.",
    },
    "Read": {
        "show": "Show one record, with names instead of ids.",
        "list": "List the records of one kind.",
        "search": "Find records by words, phrases and fields.",
        "report": "Report what was answered and what is due.",
    },
    "Change": {
        "new": "Make a new record.",
        "edit": "Change fields of a record, and nothing else.",
        "withdraw": "Say that a record no longer holds.",
        "rename": "Give a record another id; references follow.",
        "import": "Make draft records of official documents.",
    },
    "History": {
        "commit": "Commit the changed records, and nothing else.",
        "history": "Tell the life of a record, field by field.",
        "blame": "Say which commit gave each field its value.",
        "undo": "Take back your last commit by a new one.",
        "compare": "Compare two states of the register.",
        "sync": "Exchange commits with the others.",
        "audit": "See whether the history can be trusted.",
    },
    "Set up": {
        "init": "Begin a new, empty register.",
        "setup": "Tell git in this clone how to merge records.",
        "merge-driver": "Merge a record by field; git calls this.",
        "completion": "Print what completes commands in a shell.",
        "lsp": "Serve an editor: problems while typing, ids.",
    },
}
"""Each command in a short sentence, under what it is for: “followup --help” says it without loading any command."""
