using System.Collections.Frozen;
using KServe.Runtime.Pmml.Documents;
using KServe.Runtime.Pmml.Fields;
using KServe.Runtime.Pmml.Values;

namespace KServe.Runtime.Pmml.Predicates;

/// <summary>Tells whether a field has one of several values.</summary>
internal sealed class SetPredicate : Predicate
{
    private readonly int _slot;
    private readonly bool _isIn;
    private readonly FrozenSet<PmmlValue> _values;

    public SetPredicate(PmmlElement element, PmmlField field)
    {
        _slot = field.Slot;
        _isIn = element.Require("booleanOperator") switch
        {
            "isIn" => true,
            "isNotIn" => false,
            _ => throw element.Unknown("booleanOperator"),
        };
        var array = PmmlArrays.Find(element) ?? throw element.Error("has no <Array>");
        _values = PmmlArrays.ReadTexts(array).Select(text => field.Type.Parse(array, text)).ToFrozenSet();
    }

    public override Truth Evaluate(PmmlRow row)
    {
        var value = row.Get(_slot);
        return value.IsMissing ? Truth.Unknown : _values.Contains(value) == _isIn ? Truth.True : Truth.False;
    }
}
