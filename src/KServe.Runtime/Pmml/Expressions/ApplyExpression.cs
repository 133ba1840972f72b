using System.Buffers;
using KServe.Runtime.Pmml.Fields;
using KServe.Runtime.Pmml.Functions;
using KServe.Runtime.Pmml.Values;

namespace KServe.Runtime.Pmml.Expressions;

/// <summary>The result of a built-in function.</summary>
internal sealed class ApplyExpression(
    BuiltInFunction function,
    Expression[] arguments,
    PmmlValue mapMissingTo,
    PmmlValue otherwise) : Expression
{
    private readonly int _depth = 1 + arguments.Select(static argument => argument.Depth).DefaultIfEmpty().Max();

    public override int Depth => _depth;

    public override PmmlType? Type => function.ResultType;

    public override PmmlValue Evaluate(PmmlRow row)
    {
        if (arguments.Length <= ArgumentBuffer.Length)
        {
            var buffer = default(ArgumentBuffer);
            return Evaluate(row, ((Span<PmmlValue>)buffer)[..arguments.Length]);
        }

        var rented = ArrayPool<PmmlValue>.Shared.Rent(arguments.Length);
        var result = Evaluate(row, rented.AsSpan(0, arguments.Length));
        ArrayPool<PmmlValue>.Shared.Return(rented, clearArray: true);
        return result;
    }

    private PmmlValue Evaluate(PmmlRow row, Span<PmmlValue> values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = arguments[i].Evaluate(row);
            if (values[i].IsMissing && !mapMissingTo.IsMissing)
            {
                return mapMissingTo;
            }

            if (values[i].IsMissing && !function.IsMissingTolerated)
            {
                return otherwise;
            }
        }

        var result = function.Body(values);
        return result.IsMissing ? otherwise : result;
    }
}
