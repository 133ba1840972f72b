using System.Runtime.CompilerServices;

namespace KServe.Protocol;

/// <summary>Holds one length for each number of zeros that seventeen digits may end in.</summary>
/// <remarks>The bytes beyond make a layout 32 bytes.</remarks>
[InlineArray(20)]
internal struct DoubleLengths
{
    private byte _first;
}
