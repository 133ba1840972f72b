namespace KServe.Runtime.Pmml.Rules;

/// <summary>Names how one of several rules is chosen.</summary>
internal enum RuleSelection : byte
{
    FirstHit,
    WeightedSum,
    WeightedMax,
}
