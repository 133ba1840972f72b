namespace KServe.Runtime.Generative.Scheduling;

/// <summary>The sequences of one priority that wait.</summary>
internal sealed class WaitingLevel
{
    private readonly SortedSet<Sequence> _preempted = new(SequenceOrder.ByAge);
    private readonly Dictionary<TenantAccount, SortedSet<Sequence>> _tenants = [];

    public int Count { get; private set; }

    public void Add(Sequence sequence)
    {
        Count++;
        if (sequence.Preemptions > 0)
        {
            _preempted.Add(sequence);
            return;
        }

        var account = sequence.Owner.Account!;
        if (!_tenants.TryGetValue(account, out var queue))
        {
            _tenants.Add(account, queue = new SortedSet<Sequence>(SequenceOrder.ByKey));
        }

        queue.Add(sequence);
    }

    public void Remove(Sequence sequence)
    {
        Count--;
        if (sequence.Preemptions > 0)
        {
            _preempted.Remove(sequence);
            return;
        }

        var account = sequence.Owner.Account!;
        var queue = _tenants[account];
        queue.Remove(sequence);
        if (queue.Count == 0)
        {
            _tenants.Remove(account);
        }
    }

    /// <summary>Gets the next one: who was preempted, else the first of the tenant that was served least.</summary>
    public Sequence Peek()
    {
        if (_preempted.Min is { } preempted)
        {
            return preempted;
        }

        Sequence? best = null;
        foreach (var (account, queue) in _tenants)
        {
            var first = queue.Min!;
            if (best is null
                || account.Served < best.Owner.Account!.Served
                || (account.Served == best.Owner.Account.Served && SequenceOrder.ByKey.Compare(first, best) < 0))
            {
                best = first;
            }
        }

        return best!;
    }
}
