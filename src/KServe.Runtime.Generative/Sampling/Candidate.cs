using System.Runtime.InteropServices;

namespace KServe.Runtime.Generative.Sampling;

/// <summary>A token that may be chosen, with its logit or its weight.</summary>
[StructLayout(LayoutKind.Auto)]
internal struct Candidate
{
    public float Value;
    public int Token;
}
