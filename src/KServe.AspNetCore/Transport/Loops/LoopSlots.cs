namespace KServe.AspNetCore.Transport;

/// <summary>Gives the clients of a loop the numbers that its events carry.</summary>
/// <remarks>
/// Safe for concurrent use. Slots are used again at once: an event that is still on its way then reaches the wrong
/// client, which therefore takes each event as a hint only.
/// </remarks>
internal sealed class LoopSlots
{
    private readonly Lock _lock = new();
    private readonly Stack<int> _free = new();
    private ILoopClient?[] _clients = new ILoopClient?[64];
    private int _used;
    private int _count;

    /// <summary>Gets how many clients there are.</summary>
    public int Count => Volatile.Read(ref _count);

    public int Add(ILoopClient client)
    {
        lock (_lock)
        {
            if (!_free.TryPop(out var slot))
            {
                slot = _used++;
                if (slot == _clients.Length)
                {
                    var larger = new ILoopClient?[slot * 2];
                    _clients.CopyTo(larger, 0);
                    Volatile.Write(ref _clients, larger);
                }
            }

            Volatile.Write(ref _clients[slot], client);
            _count++;
            return slot;
        }
    }

    public void Remove(int slot)
    {
        lock (_lock)
        {
            _clients[slot] = null;
            _free.Push(slot);
            _count--;
        }
    }

    public ILoopClient? Find(int slot)
    {
        var clients = Volatile.Read(ref _clients);
        return (uint)slot < (uint)clients.Length ? Volatile.Read(ref clients[slot]) : null;
    }
}
