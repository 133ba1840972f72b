namespace KServe.Batching;

/// <summary>Keeps waiting items by priority, in the order of their arrival within each.</summary>
/// <remarks>Not safe for concurrent use. An item leaves from anywhere in constant time.</remarks>
internal sealed class ItemQueue(int levels)
{
    private readonly BatchItem?[] _first = new BatchItem?[levels];
    private readonly BatchItem?[] _last = new BatchItem?[levels];

    public int Count { get; private set; }

    public long Rows { get; private set; }

    /// <summary>Gets the item that is served next.</summary>
    public BatchItem? First
    {
        get
        {
            foreach (var item in _first)
            {
                if (item is not null)
                {
                    return item;
                }
            }

            return null;
        }
    }

    /// <summary>Gets when the oldest item came.</summary>
    public long Oldest
    {
        get
        {
            var oldest = long.MaxValue;
            foreach (var item in _first)
            {
                oldest = Math.Min(oldest, item?.EnqueuedAt ?? long.MaxValue);
            }

            return oldest;
        }
    }

    public void Add(BatchItem item)
    {
        ref var last = ref _last[item.Level];
        item.Previous = last;
        if (last is null)
        {
            _first[item.Level] = item;
        }
        else
        {
            last.Next = item;
        }

        last = item;
        Count++;
        Rows += item.Rows;
    }

    public void Remove(BatchItem item)
    {
        if (item.Previous is { } previous)
        {
            previous.Next = item.Next;
        }
        else
        {
            _first[item.Level] = item.Next;
        }

        if (item.Next is { } next)
        {
            next.Previous = item.Previous;
        }
        else
        {
            _last[item.Level] = item.Previous;
        }

        (item.Next, item.Previous) = (null, null);
        Count--;
        Rows -= item.Rows;
    }

    /// <summary>Moves the items whose time in the queue is over into a list.</summary>
    /// <returns>When the next one's is.</returns>
    public long TakeExpired(long now, ref List<BatchItem>? expired)
    {
        var next = long.MaxValue;
        for (var level = 0; level < _first.Length; level++)
        {
            var item = _first[level];
            while (item is not null)
            {
                var following = item.Next;
                if (item.ExpiresAt <= now)
                {
                    Remove(item);
                    (expired ??= []).Add(item);
                }
                else
                {
                    next = Math.Min(next, item.ExpiresAt);
                }

                item = following;
            }
        }

        return next;
    }
}
