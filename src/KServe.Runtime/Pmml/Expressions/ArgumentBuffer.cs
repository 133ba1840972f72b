using System.Runtime.CompilerServices;
using KServe.Runtime.Pmml.Values;

namespace KServe.Runtime.Pmml.Expressions;

/// <summary>Room on the stack for the arguments of nearly every function.</summary>
[InlineArray(Length)]
internal struct ArgumentBuffer
{
    public const int Length = 4;

    private PmmlValue _first;
}
