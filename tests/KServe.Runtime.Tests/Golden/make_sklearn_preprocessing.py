"""Writes Fixtures/sklearn-preprocessing: golden cases of scikit-learn's transformers.

Run with the Python that has scikit-learn: PYTHONHASHSEED=0 python3 make_sklearn_preprocessing.py
"""
import shutil

from golden_preprocessing import FOLDER
import golden_columns
import golden_numbers
import golden_selection
import golden_texts

shutil.rmtree(FOLDER, ignore_errors=True)
for part in (golden_numbers, golden_columns, golden_texts, golden_selection):
    part.write()
