using System.Runtime.InteropServices;

namespace KServe.Batching;

/// <summary>Reads what a client says about its place in the queue, in parameters of Triton's names.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly ref struct QueueParameters
{
    private const string PriorityName = "priority";
    private const string TimeoutName = "timeout";

    private QueueParameters(int level, TimeSpan? timeout)
    {
        Level = level;
        Timeout = timeout;
    }

    /// <summary>Gets the place in the order of levels, 0 for the first.</summary>
    public int Level { get; }

    /// <summary>Gets how long the client lets its request wait.</summary>
    public TimeSpan? Timeout { get; }

    /// <summary>Reads the parameters of a request.</summary>
    /// <exception cref="InferenceException">A value is no whole number.</exception>
    public static QueueParameters Read(InferRequest request, BatchingOptions options)
    {
        var level = options.DefaultPriority - 1;
        if (!request.HasParameters)
        {
            return new QueueParameters(level, timeout: null);
        }

        var parameters = request.Parameters;
        if (options.PriorityLevels > 1
            && TryRead(parameters, PriorityName, out var priority)
            && priority != 0
            && priority <= (ulong)options.PriorityLevels)
        {
            level = (int)priority - 1;
        }

        // Beyond a day it is no limit of its own: the model's queue timeout comes first.
        var timeout = TryRead(parameters, TimeoutName, out var microseconds) && microseconds is > 0 and < 86_400_000_000
            ? TimeSpan.FromMicroseconds(microseconds)
            : (TimeSpan?)null;
        return new QueueParameters(level, timeout);
    }

    /// <summary>Tells whether a parameter only concerns the queue or the form of the answer.</summary>
    public static bool IsOfNoConcern(string name) => name is PriorityName or TimeoutName or "binary_data_output";

    private static bool TryRead(InferParameters parameters, string name, out ulong value)
    {
        value = 0;
        return parameters.TryGet(name, out var parameter)
            && (parameter.TryGetUInt64(out value) ? true : throw InferenceException.InvalidArgument(
                $"parameter '{name}' must be a whole number, 0 or more, got '{parameter}'"));
    }
}
