"""The training data: a module beside the program, to show that `working_dir` is importable."""


def measurements():
    rows = [(hours, load) for hours in range(1, 11) for load in (0.2, 0.5, 0.9)]
    return {
        "hours": [hours for hours, _ in rows],
        "load": [load for _, load in rows],
        "wear": [3.0 * hours + 12.5 * load for hours, load in rows],
    }
