using System.Globalization;
using System.Numerics.Tensors;

namespace KServe.Transformers.Tabular;

/// <summary>One column: from the client's input to the numbers of the model.</summary>
internal sealed class TableColumn
{
    private readonly CategoryTable? _categories;
    private readonly ColumnOptions _options;
    private readonly bool _refusesUnknown;
    private readonly double _default = double.NaN;

    public TableColumn(ColumnOptions options, UnknownCategory unknown)
    {
        _options = options;
        _refusesUnknown = unknown == UnknownCategory.Refuse;
        From = options.From ?? options.Name;
        OptionChecks.Require(
            double.IsFinite(options.Mean) && double.IsFinite(options.Deviation) && options.Deviation != 0,
            nameof(options.Deviation),
            $"finite numbers, the deviation not 0, were expected in column '{options.Name}'");
        OptionChecks.Require(
            options.Index is null or >= 0, nameof(options.Index), $"0 or more was expected in column '{options.Name}'");
        OptionChecks.Require(
            !options.OneHot || options.Categories.Count != 0,
            nameof(options.OneHot),
            $"categories were expected in column '{options.Name}'");
        _categories = options.Categories.Count == 0 ? null : new CategoryTable(options);
        if (options.Default is { } text)
        {
            _default = ReadDefault(text);
        }
    }

    public string Name => _options.Name;

    public string From { get; }

    public bool IsText => _categories is not null;

    public bool IsOptional => _options.Default is not null;

    public bool IsOneHot => _options.OneHot;

    /// <summary>Gets the numbers of each row that the model gets.</summary>
    public int Width => _options.OneHot ? _categories!.Count : 1;

    /// <summary>Fills one number a row: itself, or the position of a category; NaN for a missing one.</summary>
    /// <exception cref="InferenceException">The input does not fit; the message names it.</exception>
    public void Read(InferTensor? tensor, Span<double> values)
    {
        if (tensor is null)
        {
            values.Fill(IsOptional ? _default : throw InferenceException.InvalidArgument($"input '{From}' is missing"));
        }
        else if (_categories is null)
        {
            NumberReader.Read(tensor, _options.Index ?? 0, GetWidth(tensor, values.Length), values);
            FillMissing(values);
        }
        else
        {
            ReadTexts(tensor, _categories, values);
        }

        if (!_options.OneHot && (_options.Mean != 0 || _options.Deviation != 1))
        {
            TensorPrimitives.Subtract(values, _options.Mean, values);
            TensorPrimitives.Divide(values, _options.Deviation, values);
        }
    }

    private double ReadDefault(string text)
    {
        if (_categories is not null)
        {
            var position = _categories.Find(text);
            OptionChecks.Require(
                position >= 0, nameof(_options.Default), $"one of the categories was expected in column '{Name}'");
            return position;
        }

        OptionChecks.Require(
            double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number),
            nameof(_options.Default),
            $"a number was expected in column '{Name}', got '{text}'");
        return number;
    }

    private int GetWidth(InferTensor tensor, int rows)
    {
        var width = rows == 0 ? (_options.Index ?? 0) + 1 : (int)(tensor.Shape.GetElementCount() / rows);
        if (_options.Index is null ? width != 1 : _options.Index >= width)
        {
            throw InferenceException.InvalidArgument(
                $"input '{tensor.Name}' has {width} column(s), expected "
                + (_options.Index is { } index ? $"at least {index + 1}" : "1"));
        }

        return width;
    }

    private void FillMissing(Span<double> values)
    {
        if (!IsOptional)
        {
            return;
        }

        foreach (ref var value in values)
        {
            value = double.IsNaN(value) ? _default : value;
        }
    }

    private void ReadTexts(InferTensor tensor, CategoryTable categories, Span<double> values)
    {
        if (tensor.DataType != TensorDataType.BYTES)
        {
            throw InferenceException.InvalidArgument(
                $"input '{tensor.Name}' has datatype {tensor.DataType.GetName()}, expected BYTES: a category");
        }

        var width = GetWidth(tensor, values.Length);
        var missing = tensor.MissingElements.Span;
        var index = 0;
        foreach (var text in tensor.EnumerateBytes())
        {
            if (index % width == (_options.Index ?? 0))
            {
                values[index / width] = missing.BinarySearch(index) >= 0 && IsOptional
                    ? _default
                    : Find(tensor, categories, text, index / width);
            }

            index++;
        }
    }

    private double Find(InferTensor tensor, CategoryTable categories, ReadOnlySpan<byte> text, int row)
    {
        var position = categories.Find(text);
        if (position >= 0)
        {
            return position;
        }

        return _refusesUnknown
            ? throw InferenceException.InvalidArgument(
                $"input '{tensor.Name}': row {row} is none of the {categories.Count} categories of '{Name}'")
            : double.NaN;
    }
}
