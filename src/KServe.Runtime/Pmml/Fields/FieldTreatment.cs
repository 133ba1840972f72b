using KServe.Runtime.Pmml.Documents;
using KServe.Runtime.Pmml.Values;

namespace KServe.Runtime.Pmml.Fields;

/// <summary>How a mining schema treats a value: conversion, validity, outliers, missing values.</summary>
internal sealed class FieldTreatment
{
    private readonly DataField? _dataField;
    private readonly PmmlType _type;
    private readonly InvalidValueTreatment _invalid;
    private readonly OutlierTreatment _outliers;
    private readonly PmmlValue _invalidReplacement;
    private readonly PmmlValue _missingReplacement;
    private readonly double _low;
    private readonly double _high;

    private FieldTreatment(PmmlElement element, DataField? dataField, PmmlType type)
    {
        _dataField = dataField;
        _type = type;
        _invalid = ReadInvalidTreatment(element);
        _outliers = element.Get("outliers") switch
        {
            null or "asIs" => OutlierTreatment.AsIs,
            "asMissingValues" => OutlierTreatment.AsMissingValues,
            "asExtremeValues" => OutlierTreatment.AsExtremeValues,
            _ => throw element.Unknown("outliers"),
        };
        _low = element.GetNumber("lowValue", double.NegativeInfinity);
        _high = element.GetNumber("highValue", double.PositiveInfinity);
        IsMissingRefused = ReadIsMissingRefused(element);
        _missingReplacement = ReadReplacement(element, "missingValueReplacement");
        _invalidReplacement = ReadReplacement(element, "invalidValueReplacement");
        if (_invalid == InvalidValueTreatment.AsValue && _invalidReplacement.IsMissing)
        {
            throw element.Error("replaces invalid values and has no 'invalidValueReplacement'");
        }
    }

    /// <summary>Gets whether a row without the value has no result.</summary>
    public bool IsMissingRefused { get; }

    /// <summary>Gets whether an inner model can take the value of the model around it as it is.</summary>
    public bool IsPlain => _outliers == OutlierTreatment.AsIs
        && _missingReplacement.IsMissing
        && _invalidReplacement.IsMissing
        && !IsMissingRefused
        && _invalid is InvalidValueTreatment.ReturnInvalid or InvalidValueTreatment.AsIs;

    /// <summary>Reads the treatment of a mining field.</summary>
    /// <param name="element">The mining field.</param>
    /// <param name="dataField">The field of the dictionary; none of the output of another model.</param>
    /// <param name="type">The type of the field.</param>
    public static FieldTreatment Read(PmmlElement element, DataField? dataField, PmmlType type) =>
        new(element, dataField, type);

    /// <summary>Treats a value.</summary>
    public PmmlValue Apply(PmmlValue raw, PmmlRow row)
    {
        if (raw.IsMissing || (raw.Kind == PmmlKind.Text && raw.Text!.Length == 0 && !_type.IsText))
        {
            return ApplyMissing(row);
        }

        var isConverted = _type.TryConvert(raw, out var value);
        if (isConverted && value.IsMissing)
        {
            return ApplyMissing(row);
        }

        if (_dataField?.IsMissing(raw, value) == true)
        {
            return ApplyMissing(row);
        }

        if (!isConverted || _dataField?.IsValid(value) == false)
        {
            return ApplyInvalid(value, row);
        }

        return _outliers == OutlierTreatment.AsIs ? value : ApplyOutlier(value, row);
    }

    private PmmlValue ApplyMissing(PmmlRow row)
    {
        if (IsMissingRefused)
        {
            row.Refuse();
        }

        return _missingReplacement;
    }

    private PmmlValue ApplyInvalid(PmmlValue value, PmmlRow row)
    {
        switch (_invalid)
        {
            case InvalidValueTreatment.AsIs:
                return _invalidReplacement.IsMissing ? value : _invalidReplacement;
            case InvalidValueTreatment.AsMissing:
                return ApplyMissing(row);
            case InvalidValueTreatment.AsValue:
                return _invalidReplacement;
            default:
                row.Refuse();
                return default;
        }
    }

    private PmmlValue ApplyOutlier(PmmlValue value, PmmlRow row)
    {
        var number = value.ToNumber();
        if (!(number < _low) && !(number > _high))
        {
            return value;
        }

        return _outliers == OutlierTreatment.AsMissingValues
            ? ApplyMissing(row)
            : _type.Convert(PmmlValue.FromReal(number < _low ? _low : _high));
    }

    private static InvalidValueTreatment ReadInvalidTreatment(PmmlElement element) =>
        element.Get("invalidValueTreatment") switch
        {
            null or "returnInvalid" => InvalidValueTreatment.ReturnInvalid,
            "asIs" => InvalidValueTreatment.AsIs,
            "asMissing" => InvalidValueTreatment.AsMissing,
            "asValue" => InvalidValueTreatment.AsValue,
            _ => throw element.Unknown("invalidValueTreatment"),
        };

    private static bool ReadIsMissingRefused(PmmlElement element) => element.Get("missingValueTreatment") switch
    {
        null or "asIs" or "asMean" or "asMode" or "asMedian" or "asValue" => false,
        "returnInvalid" => true,
        _ => throw element.Unknown("missingValueTreatment"),
    };

    private PmmlValue ReadReplacement(PmmlElement element, string attribute) =>
        element.Get(attribute) is { } text ? _type.Parse(element, text) : default;
}
