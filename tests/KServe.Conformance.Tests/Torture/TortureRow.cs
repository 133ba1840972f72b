namespace KServe.Conformance.Tests.Torture;

/// <summary>Says what holds a row of the torture list.</summary>
/// <param name="Id">The row.</param>
/// <param name="Tests">Methods of tests, each after its file; without the folder <c>tests/</c> and the ending.</param>
internal sealed record TortureRow(string Id, params string[] Tests)
{
    /// <summary>Gets what of the row no test holds, and why; empty when all of it is held.</summary>
    public string Missing { get; init; } = "";
}
