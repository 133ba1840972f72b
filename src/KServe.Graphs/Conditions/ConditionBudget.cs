namespace KServe.Graphs;

/// <summary>Bounds the work of one condition by the length of the body.</summary>
/// <remarks>
/// A path visits each value a few times at most. Only paths made for it, which select a document several times in a
/// row, visit more.
/// </remarks>
internal struct ConditionBudget(long bodyLength)
{
    private const long PerByte = 64;
    private const long Least = 100_000;

    private long _left = Least + (PerByte * bodyLength);

    /// <summary>Gets what is left.</summary>
    public readonly long Left => _left;

    /// <summary>Takes some of what is left.</summary>
    /// <exception cref="ConditionException">Nothing is left.</exception>
    public void Spend(long amount)
    {
        _left -= amount;
        if (_left < 0)
        {
            throw new ConditionException("the condition needs too much work for a body of this size");
        }
    }
}
