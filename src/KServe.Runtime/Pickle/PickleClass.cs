namespace KServe.Runtime.Pickle;

/// <summary>A class or function that a pickle names; nothing is ever called.</summary>
/// <param name="Module">The module, like <c>sklearn.svm._classes</c>.</param>
/// <param name="Name">The name in the module, like <c>SVC</c>.</param>
internal sealed record PickleClass(string Module, string Name)
{
    public override string ToString() => $"{Module}.{Name}";
}
