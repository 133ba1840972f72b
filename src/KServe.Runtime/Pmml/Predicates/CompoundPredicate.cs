using KServe.Runtime.Pmml.Fields;

namespace KServe.Runtime.Pmml.Predicates;

/// <summary>Joins predicates in three-valued logic.</summary>
internal sealed class CompoundPredicate(CompoundOperator join, Predicate[] parts) : Predicate
{
    public CompoundOperator Join => join;

    public IReadOnlyList<Predicate> Parts => parts;

    public override Truth Evaluate(PmmlRow row) => join switch
    {
        CompoundOperator.And => Decide(row, Truth.False, Truth.True),
        CompoundOperator.Or => Decide(row, Truth.True, Truth.False),
        CompoundOperator.Xor => EvaluateXor(row),
        _ => EvaluateSurrogate(row),
    };

    private Truth Decide(PmmlRow row, Truth decisive, Truth otherwise)
    {
        var result = otherwise;
        foreach (var part in parts)
        {
            var truth = part.Evaluate(row);
            if (truth == decisive)
            {
                return decisive;
            }

            if (truth == Truth.Unknown)
            {
                result = Truth.Unknown;
            }
        }

        return result;
    }

    private Truth EvaluateXor(PmmlRow row)
    {
        var isTrue = false;
        foreach (var part in parts)
        {
            var truth = part.Evaluate(row);
            if (truth == Truth.Unknown)
            {
                return Truth.Unknown;
            }

            isTrue ^= truth == Truth.True;
        }

        return isTrue ? Truth.True : Truth.False;
    }

    private Truth EvaluateSurrogate(PmmlRow row)
    {
        foreach (var part in parts)
        {
            var truth = part.Evaluate(row);
            if (truth != Truth.Unknown)
            {
                return truth;
            }
        }

        return Truth.Unknown;
    }
}
