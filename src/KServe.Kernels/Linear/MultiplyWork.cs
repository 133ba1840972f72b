using System.Runtime.InteropServices;
using KServe.Kernels.Compute;

namespace KServe.Kernels.Linear;

/// <summary>One multiplication, cut into parts of neighbouring panels and, when those are few, of tokens.</summary>
[StructLayout(LayoutKind.Auto)]
internal unsafe struct MultiplyWork : IComputeWork
{
    // Enough that the threads end at about the same time; large enough that memory is read in long runs.
    private const int PartsPerThread = 6;
    private const int MaxPartsPerThread = 64;
    private const long PartBytes = 128 * 1024;

    // A multiple of the tokens of a tile, so that no tile is cut.
    private const int TokenUnit = 24;

    // The tokens of a tile of the last panel, whose rows are not all wanted.
    private const int EdgeTokens = 6;

    public delegate*<PanelCall*, void> Kernel;
    public byte* Weights;
    public byte* Input;
    public float* Output;
    public nint PanelBytes;
    public nint InputStride;
    public nint OutputStride;
    public int Rows;
    public int Steps;
    public int Tokens;
    private int _panelParts;
    private int _tokenParts;

    /// <summary>Gets how many parts there are.</summary>
    public readonly int Parts => _panelParts * _tokenParts;

    /// <summary>Decides how to cut.</summary>
    public void Plan(int threads)
    {
        var panels = Panels.Count(Rows);
        if (threads == 1)
        {
            (_panelParts, _tokenParts) = (1, 1);
            return;
        }

        var wanted = (int)Math.Clamp(
            panels * (long)PanelBytes / PartBytes, threads * PartsPerThread, threads * MaxPartsPerThread);
        _panelParts = Math.Min(wanted, panels);
        var units = (Tokens + TokenUnit - 1) / TokenUnit;
        _tokenParts = Math.Clamp(threads * PartsPerThread / _panelParts, 1, units);
    }

    public readonly void Run(int part)
    {
        var panels = Panels.Count(Rows);
        var (panelPart, tokenPart) = (part % _panelParts, part / _panelParts);
        var last = (int)((long)panels * (panelPart + 1) / _panelParts);
        var units = (Tokens + TokenUnit - 1) / TokenUnit;
        var firstToken = (int)((long)units * tokenPart / _tokenParts) * TokenUnit;
        var endToken = Math.Min((int)((long)units * (tokenPart + 1) / _tokenParts) * TokenUnit, Tokens);
        for (var panel = (int)((long)panels * panelPart / _panelParts); panel < last; panel++)
        {
            RunPanel(panel, firstToken, endToken - firstToken);
        }
    }

    private readonly void RunPanel(int panel, int token, int tokens)
    {
        var call = new PanelCall
        {
            Weights = Weights + (panel * PanelBytes),
            Input = Input + (token * InputStride),
            InputStride = InputStride,
            Tokens = tokens,
            Steps = Steps,
            Output = Output + (token * OutputStride) + (panel * Panels.Rows),
            OutputStride = OutputStride,
        };
        var rows = Rows - (panel * Panels.Rows);
        if (rows >= Panels.Rows)
        {
            Kernel(&call);
        }
        else
        {
            RunEdge(call, rows);
        }
    }

    private readonly void RunEdge(PanelCall call, int rows)
    {
        var sums = stackalloc float[EdgeTokens * Panels.Rows];
        var left = call.Tokens;
        var output = call.Output;
        call.Output = sums;
        call.OutputStride = Panels.Rows;
        while (left > 0)
        {
            call.Tokens = Math.Min(left, EdgeTokens);
            Kernel(&call);
            for (var token = 0; token < call.Tokens; token++)
            {
                new ReadOnlySpan<float>(sums + (token * Panels.Rows), rows).CopyTo(new Span<float>(output, rows));
                output += OutputStride;
            }

            call.Input += call.Tokens * InputStride;
            left -= call.Tokens;
        }
    }
}
