namespace KServe.Kernels.Vectors;

/// <summary>A function of one number, computed lane by lane.</summary>
internal interface IFloatMap
{
    TLanes Apply<TLanes>(TLanes x)
        where TLanes : unmanaged, IFloatLanes<TLanes>;
}
