using System.Globalization;
using KServe.Runtime.Pmml.Documents;
using KServe.Runtime.Pmml.Fields;
using KServe.Runtime.Pmml.Values;

namespace KServe.Runtime.Pmml.Expressions;

/// <summary>A value that the document gives.</summary>
internal sealed class ConstantExpression(PmmlValue value) : Expression
{
    public PmmlValue Value => value;

    public override PmmlType? Type => value.Kind switch
    {
        PmmlKind.Integer => PmmlType.Integer,
        PmmlKind.Real => PmmlType.Double,
        PmmlKind.Boolean => new PmmlType(PmmlDataType.Boolean),
        PmmlKind.Text => PmmlType.Text,
        _ => null,
    };

    public static ConstantExpression Read(PmmlElement element)
    {
        if (element.GetFlag("missing", otherwise: false))
        {
            return new ConstantExpression(PmmlValue.Missing);
        }

        if (PmmlType.Read(element) is not { } type)
        {
            return new ConstantExpression(Infer(element.Text));
        }

        return element.Text.Length == 0 && !type.IsText
            ? new ConstantExpression(PmmlValue.Missing)
            : new ConstantExpression(type.Parse(element, element.Text));
    }

    /// <summary>Takes a text for what it looks like: a whole number, a number, or a text.</summary>
    public static PmmlValue Infer(string text)
    {
        var trimmed = text.AsSpan().Trim();
        if (long.TryParse(trimmed, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole))
        {
            return PmmlValue.FromInteger(whole);
        }

        return PmmlNumbers.TryParse(text, out var number) ? PmmlValue.FromReal(number) : PmmlValue.FromText(text);
    }

    public override PmmlValue Evaluate(PmmlRow row) => value;
}
