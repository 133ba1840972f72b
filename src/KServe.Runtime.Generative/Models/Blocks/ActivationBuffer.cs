namespace KServe.Runtime.Generative.Models.Blocks;

/// <summary>Rows of activations, reused from step to step; grows to the largest step.</summary>
internal sealed class ActivationBuffer
{
    private float[] _numbers = [];

    /// <summary>Gets rows whose content is whatever the last use left.</summary>
    public Span<float> Get(int rows, int width)
    {
        var length = checked(rows * width);
        if (length > _numbers.Length)
        {
            _numbers = GC.AllocateUninitializedArray<float>((int)Math.Min(2L * length, Array.MaxLength), pinned: true);
        }

        return _numbers.AsSpan(0, length);
    }
}
