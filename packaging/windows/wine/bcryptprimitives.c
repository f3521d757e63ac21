/* Wine before 8.13 lacks bcryptprimitives.dll, which pydantic's compiled half asks for random bytes. This stands in for
   it in the wine prefix of the tests; it is never shipped. SystemFunction036 is RtlGenRandom, what Windows itself uses. */
#include <windows.h>
BOOLEAN NTAPI SystemFunction036(PVOID buffer, ULONG length);
__declspec(dllexport) BOOL WINAPI ProcessPrng(PBYTE data, SIZE_T length) { return SystemFunction036(data, (ULONG)length); }
