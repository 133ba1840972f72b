namespace KServe.ControlPlane;

/// <summary>Collects what is wrong with one file, up to a bound.</summary>
internal sealed class ErrorList(string file)
{
    private const int MaxErrors = 200;

    private readonly List<ResourceError> _errors = [];

    public string File => file;

    public int Count => _errors.Count;

    public void Add(SourcePosition position, string field, string message)
    {
        if (_errors.Count < MaxErrors)
        {
            _errors.Add(new ResourceError(file, position.Line, position.Column, field, message));
        }
    }

    public IReadOnlyList<ResourceError> InOrder() =>
        [.. _errors.Distinct().OrderBy(static error => error.Line).ThenBy(static error => error.Column)];
}
