using KServe.Kernels.Compute;

namespace KServe.Kernels.Linear;

/// <summary>A kernel that reads inputs as they are, column by column.</summary>
internal sealed unsafe class FloatPanelKernel(delegate*<PanelCall*, void> run) : PanelKernel(run)
{
    public override int GetSteps(int columns) => columns;

    public override byte* Prepare(float* input, int tokens, int columns, ComputePool pool, out nint stride)
    {
        stride = (nint)columns * sizeof(float);
        return (byte*)input;
    }
}
