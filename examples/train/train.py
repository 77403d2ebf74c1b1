"""Trains a small model on made-up measurements, to show a program that runs in an environment made for it."""

import os
import sys

import pandas
import sklearn
from sklearn.linear_model import LinearRegression

from features import measurements

mode = os.environ.get("MODE", "unset")
frame = pandas.DataFrame(measurements())
model = LinearRegression().fit(frame[["hours", "load"]], frame["wear"])
score = model.score(frame[["hours", "load"]], frame["wear"])

print(f"mode {mode}, Python {sys.version.split()[0]}, pandas {pandas.__version__}, scikit-learn {sklearn.__version__}")
print(f"trained on {len(frame)} rows, score {score:.3f}")
