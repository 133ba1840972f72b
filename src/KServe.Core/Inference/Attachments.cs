namespace KServe;

/// <summary>Holds what is disposed with a request or response; the first one without a list.</summary>
internal struct Attachments
{
    private IDisposable? _first;
    private List<IDisposable>? _more;

    public void Add(IDisposable disposable)
    {
        ArgumentNullException.ThrowIfNull(disposable);
        if (_first is null)
        {
            _first = disposable;
            return;
        }

        (_more ??= []).Add(disposable);
    }

    /// <summary>Disposes everything once.</summary>
    public void Dispose()
    {
        var (first, more) = (_first, _more);
        (_first, _more) = (null, null);
        first?.Dispose();
        if (more is not null)
        {
            foreach (var disposable in more)
            {
                disposable.Dispose();
            }
        }
    }
}
