using KServe.Runtime.Pmml.Documents;
using KServe.Runtime.Pmml.Fields;
using KServe.Runtime.Pmml.Values;

namespace KServe.Runtime.Pmml.Predicates;

/// <summary>Compares a field with a value.</summary>
internal sealed class SimplePredicate : Predicate
{
    private readonly int _slot;
    private readonly Dictionary<PmmlValue, int>? _order;
    private readonly int _rank;

    public SimplePredicate(PmmlElement element, PmmlField field)
    {
        Field = field;
        _slot = field.Slot;
        Operator = ReadOperator(element);
        if (Operator is PredicateOperator.IsMissing or PredicateOperator.IsNotMissing)
        {
            return;
        }

        Value = field.Type.Parse(element, element.Require("value"));
        if (Value.IsMissing)
        {
            throw element.Error("compares with a value that is missing");
        }

        if (Operator > PredicateOperator.NotEqual && field.OpType == PmmlOpType.Ordinal && field.Values.Count > 0)
        {
            _order = [];
            foreach (var value in field.Values)
            {
                _order.TryAdd(value, _order.Count);
            }

            _rank = _order.TryGetValue(Value, out var rank)
                ? rank
                : throw element.Error("compares with a value that the field does not have");
        }
    }

    public PmmlField Field { get; }

    public PredicateOperator Operator { get; }

    public PmmlValue Value { get; }

    /// <summary>Gets whether the order of the values is one that the document lists.</summary>
    public bool IsOrdinal => _order is not null;

    public override Truth Evaluate(PmmlRow row)
    {
        var value = row.Get(_slot);
        if (Operator >= PredicateOperator.IsMissing)
        {
            return ToTruth(value.IsMissing == (Operator == PredicateOperator.IsMissing));
        }

        if (value.IsMissing)
        {
            return Truth.Unknown;
        }

        if (Operator <= PredicateOperator.NotEqual)
        {
            return ToTruth(value.Equals(Value) == (Operator == PredicateOperator.Equal));
        }

        return Compare(value) is not { } order
            ? Truth.Unknown
            : ToTruth(Operator switch
            {
                PredicateOperator.LessThan => order < 0,
                PredicateOperator.LessOrEqual => order <= 0,
                PredicateOperator.GreaterThan => order > 0,
                _ => order >= 0,
            });
    }

    private int? Compare(PmmlValue value)
    {
        if (_order is null)
        {
            return value.CompareTo(Value);
        }

        return _order.TryGetValue(value, out var rank) ? rank - _rank : null;
    }

    private static Truth ToTruth(bool value) => value ? Truth.True : Truth.False;

    private static PredicateOperator ReadOperator(PmmlElement element) => element.Require("operator") switch
    {
        "equal" => PredicateOperator.Equal,
        "notEqual" => PredicateOperator.NotEqual,
        "lessThan" => PredicateOperator.LessThan,
        "lessOrEqual" => PredicateOperator.LessOrEqual,
        "greaterThan" => PredicateOperator.GreaterThan,
        "greaterOrEqual" => PredicateOperator.GreaterOrEqual,
        "isMissing" => PredicateOperator.IsMissing,
        "isNotMissing" => PredicateOperator.IsNotMissing,
        _ => throw element.Unknown("operator"),
    };
}
