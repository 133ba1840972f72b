namespace KServe.Protocol;

/// <summary>Reads the states of models by their names in repository indexes.</summary>
internal static class ModelStates
{
    public static ModelState Parse(ReadOnlySpan<byte> name) =>
        name.SequenceEqual("READY"u8) ? ModelState.Ready
        : name.SequenceEqual("LOADING"u8) ? ModelState.Loading
        : name.SequenceEqual("UNLOADING"u8) ? ModelState.Unloading
        : ModelState.Unavailable;
}
