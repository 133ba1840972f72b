using KServe.Kernels.Compute;

namespace KServe.Kernels.Linear;

/// <summary>A kernel that reads inputs in quantized blocks.</summary>
internal sealed unsafe class BlockPanelKernel(delegate*<PanelCall*, void> run, bool isWide, int offset)
    : PanelKernel(run)
{
    public override int GetSteps(int columns) => Panels.Blocks(columns);

    public override byte* Prepare(float* input, int tokens, int columns, ComputePool pool, out nint stride)
    {
        stride = checked((nint)GetSteps(columns) * ActivationBlocks.GetBlockBytes(isWide));
        var target = pool.GetScratch(checked((nuint)stride * (nuint)tokens));
        var work = new QuantizeWork
        {
            Input = input,
            Target = target,
            TargetStride = stride,
            Columns = columns,
            Tokens = tokens,
            Offset = offset,
            IsWide = isWide,
        };
        pool.Run(ref work, work.Parts);
        return target;
    }
}
