using KServe.Runtime.Pmml.Fields;
using KServe.Runtime.Pmml.Values;

namespace KServe.Runtime.Pmml.Expressions;

/// <summary>A call of a function that the document defines; every place of a call has parameters of its own.</summary>
internal sealed class CallExpression(
    Expression[] arguments,
    PmmlField[] parameters,
    PmmlType?[] parameterTypes,
    Expression body,
    PmmlType? type,
    PmmlValue mapMissingTo,
    PmmlValue otherwise) : Expression
{
    private readonly int _depth =
        1 + Math.Max(body.Depth, arguments.Select(static argument => argument.Depth).DefaultIfEmpty().Max());

    public override int Depth => _depth;

    public override PmmlType? Type => type ?? body.Type;

    public override PmmlValue Evaluate(PmmlRow row)
    {
        for (var i = 0; i < arguments.Length; i++)
        {
            var value = arguments[i].Evaluate(row);
            if (value.IsMissing && !mapMissingTo.IsMissing)
            {
                return mapMissingTo;
            }

            row.Set(parameters[i].Slot, parameterTypes[i] is { } declared ? declared.Convert(value) : value);
        }

        var result = body.Evaluate(row);
        if (type is { } wanted)
        {
            result = wanted.Convert(result);
        }

        return result.IsMissing ? otherwise : result;
    }
}
