namespace KServe.Runtime.Pickle.Calls;

/// <summary>Describes the calls that compiled (Cython) classes pickle as instances of the class.</summary>
internal static class CythonCalls
{
    private const string Unpickle = "__pyx_unpickle_";

    /// <summary>Finds the class that a helper function makes: its own name says so.</summary>
    /// <returns><see langword="null"/> when it is no such function.</returns>
    public static PickleClass? GetClass(PickleClass function) =>
        function.Name.StartsWith(Unpickle, StringComparison.Ordinal)
            ? new PickleClass(function.Module, function.Name[Unpickle.Length..])
            : null;

    /// <summary>Tells whether it is the function that makes an empty instance of the class it is given.</summary>
    public static bool IsNewObject(PickleClass function) => function.Name == "newObj";

    /// <returns><see langword="null"/> when the call is no such one.</returns>
    public static PickleInstance? TryDescribe(PickleClass function, object?[] arguments)
    {
        if (IsNewObject(function))
        {
            return arguments is [PickleClass type]
                ? new PickleInstance(type, [])
                : throw PickleCalls.Unexpected(function.ToString());
        }

        if (GetClass(function) is null)
        {
            return null;
        }

        // (class, checksum of its fields, state)
        return arguments is [PickleClass made, _, var state]
            ? new PickleInstance(made, arguments[1..2]) { State = state }
            : throw PickleCalls.Unexpected(function.ToString());
    }
}
