using System.Runtime.CompilerServices;

namespace KServe.Protocol;

/// <summary>Holds one length for each number of zeros that nine digits may end in.</summary>
/// <remarks>The bytes beyond make a layout 48 bytes, a multiple of its vector.</remarks>
[InlineArray(24)]
internal struct SingleLengths
{
    private byte _first;
}
