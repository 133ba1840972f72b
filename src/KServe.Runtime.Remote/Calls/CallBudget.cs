namespace KServe.Runtime.Remote;

/// <summary>Bounds further calls to a share of the requests, so that trouble is not multiplied.</summary>
/// <remarks>
/// A token bucket that requests fill and further calls empty, as the retry throttling of gRPC (gRFC A6). Safe for
/// concurrent use.
/// </remarks>
internal sealed class CallBudget(double share)
{
    private const int Token = 1000;
    private const int Reserve = 10 * Token;

    private readonly int _deposit = (int)(share * Token);
    private int _level = share > 0 ? Reserve : 0;

    /// <summary>Counts a request.</summary>
    public void Deposit()
    {
        var level = Volatile.Read(ref _level);
        while (level < Reserve && _deposit > 0)
        {
            var seen = Interlocked.CompareExchange(ref _level, Math.Min(Reserve, level + _deposit), level);
            if (seen == level)
            {
                return;
            }

            level = seen;
        }
    }

    /// <summary>Takes one further call out of the budget.</summary>
    public bool TryTake()
    {
        var level = Volatile.Read(ref _level);
        while (level >= Token)
        {
            var seen = Interlocked.CompareExchange(ref _level, level - Token, level);
            if (seen == level)
            {
                return true;
            }

            level = seen;
        }

        return false;
    }
}
