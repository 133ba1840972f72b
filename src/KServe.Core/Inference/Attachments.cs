namespace KServe;

/// <summary>Holds what is disposed with a request or response; a single one without a list.</summary>
internal struct Attachments
{
    // Nothing, one disposable, or a list of them, in one field: every request has this.
    private object? _items;

    public void Add(IDisposable disposable)
    {
        ArgumentNullException.ThrowIfNull(disposable);
        switch (_items)
        {
            case null:
                _items = disposable;
                break;
            case List<IDisposable> list:
                list.Add(disposable);
                break;
            default:
                _items = new List<IDisposable> { (IDisposable)_items, disposable };
                break;
        }
    }

    /// <summary>Disposes everything once.</summary>
    public void Dispose()
    {
        var items = _items;
        _items = null;
        if (items is List<IDisposable> list)
        {
            foreach (var disposable in list)
            {
                disposable.Dispose();
            }
        }
        else
        {
            (items as IDisposable)?.Dispose();
        }
    }
}
