using KServe.Runtime.Generative.Sampling;
using KServe.Runtime.Generative.Scheduling;

namespace KServe.Runtime.Generative.Engine;

/// <summary>A token to be chosen in a step, and what was chosen.</summary>
/// <remarks>Reused from step to step.</remarks>
internal sealed class TokenChoice
{
    private ulong[] _allowed = [];
    private bool _isMasked;

    public Sequence Sequence { get; private set; } = null!;

    /// <summary>Gets which row of the step's logits it is chosen from.</summary>
    public int Row { get; private set; }

    /// <summary>Gets whether others are chosen from the same row.</summary>
    public bool IsRowShared { get; private set; }

    /// <summary>Gets the token, unless choosing failed.</summary>
    public Sample Sample { get; private set; }

    /// <summary>Gets why there is no token; null when there is one.</summary>
    public Exception? Error { get; private set; }

    /// <summary>Prepares the choice.</summary>
    /// <remarks>Masks share what they compute: they are asked one after the other, here, and copied.</remarks>
    public void Begin(Sequence sequence, int row, bool isRowShared)
    {
        Sequence = sequence;
        Row = row;
        IsRowShared = isRowShared;
        Error = null;
        _isMasked = false;
        if (sequence.Sampler.Mask is { } mask && mask.TryGetAllowed(out var allowed))
        {
            _isMasked = true;
            if (_allowed.Length != allowed.Length)
            {
                _allowed = new ulong[allowed.Length];
            }

            allowed.CopyTo(_allowed);
        }
    }

    /// <summary>Chooses the token, on any thread.</summary>
    public void Choose(Sampler sampler, Span<float> row)
    {
        try
        {
            var logits = IsRowShared ? sampler.Copy(row) : row;
            Sample = sampler.Pick(logits, Sequence.Sampler, Sequence.Output, _isMasked ? _allowed : []);
        }
        catch (Exception exception)
        {
            Error = exception;
        }
    }
}
