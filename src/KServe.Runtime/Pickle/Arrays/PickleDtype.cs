namespace KServe.Runtime.Pickle.Arrays;

/// <summary>A numpy data type as a value of its own; its state may come after its creation.</summary>
internal sealed class PickleDtype(NumpyType type)
{
    public NumpyType Type { get; set; } = type;
}
