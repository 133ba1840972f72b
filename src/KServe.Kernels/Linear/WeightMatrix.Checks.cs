using KServe.Kernels.Compute;

namespace KServe.Kernels.Linear;

/// <content>Checks of arguments.</content>
public abstract partial class WeightMatrix
{
    private protected void CheckSpans(
        ReadOnlySpan<float> input,
        int tokens,
        ReadOnlySpan<float> output,
        ComputePool pool)
    {
        ArgumentNullException.ThrowIfNull(pool);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(tokens);
        if (input.Length < (long)tokens * Columns)
        {
            throw new ArgumentException(
                $"The inputs of {tokens} tokens are {(long)tokens * Columns} numbers, not {input.Length}.",
                nameof(input));
        }

        if (output.Length < (long)tokens * Rows)
        {
            throw new ArgumentException(
                $"The outputs of {tokens} tokens are {(long)tokens * Rows} numbers, not {output.Length}.",
                nameof(output));
        }
    }

    private protected void CheckRow(int row, ReadOnlySpan<float> destination)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(row);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(row, Rows);
        if (destination.Length < Columns)
        {
            throw new ArgumentException($"A row is {Columns} numbers, not {destination.Length}.", nameof(destination));
        }
    }
}
