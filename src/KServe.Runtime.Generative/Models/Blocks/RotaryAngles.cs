using KServe.Kernels.Vectors;

namespace KServe.Runtime.Generative.Models.Blocks;

/// <summary>The cosines and sines of the tokens of a step, shared by all layers of one kind.</summary>
internal sealed class RotaryAngles(RotaryFrequencies rotary)
{
    private readonly ActivationBuffer _buffer = new();
    private int _tokens;

    /// <summary>Gets how many numbers of a head turn, which is how many angles a token has.</summary>
    public int Width => 2 * rotary.Frequencies.Length;

    /// <summary>Gets the angles, token after token.</summary>
    public ReadOnlySpan<float> Values => _buffer.Get(_tokens, Width);

    /// <summary>Computes the angles of a step.</summary>
    public void Compute(ReadOnlySpan<int> positions)
    {
        _tokens = positions.Length;
        var angles = _buffer.Get(_tokens, Width);
        for (var token = 0; token < positions.Length; token++)
        {
            Rotary.Angles(rotary.Frequencies, positions[token], rotary.Scale, angles.Slice(token * Width, Width));
        }
    }
}
