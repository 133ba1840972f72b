using KServe.Runtime.Pickle;

namespace KServe.Runtime.Tests.Pickle;

/// <summary>Policies of the tests, independent of which estimators are supported.</summary>
internal static class TestPolicy
{
    /// <summary>Allows all that is part of scikit-learn.</summary>
    public static bool Permissive(PickleClass type) => type.Module.StartsWith("sklearn.", StringComparison.Ordinal);

    public static bool Nothing(PickleClass type) => false;
}
