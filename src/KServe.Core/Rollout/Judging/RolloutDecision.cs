namespace KServe;

/// <summary>Names what a judgement leads to.</summary>
internal enum RolloutDecision
{
    Wait,
    Advance,
    RollBack,
}
