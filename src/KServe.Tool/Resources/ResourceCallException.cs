namespace KServe.Tool.Resources;

/// <summary>Says why a server refused a call, one line per reason.</summary>
internal sealed class ResourceCallException(IReadOnlyList<string> failures) : Exception(string.Join('\n', failures))
{
    public IReadOnlyList<string> Failures => failures;
}
