using System.Runtime.InteropServices;

namespace KServe.Runtime.Generative.Sampling;

/// <summary>What bounds sampling parameters from outside.</summary>
/// <param name="VocabularySize">The number of tokens of the model.</param>
/// <param name="MaxLogprobs">The most tokens that are reported beside a chosen one; -1: the whole vocabulary.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct SamplingLimits(int VocabularySize, int MaxLogprobs);
