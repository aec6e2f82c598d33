/**
 * `never` if every field that we read exists in Amazon's model, in the same place and of the same kind; else the
 * misfit.
 */
export type Misfit<Ours, Theirs> = [Ours] extends [readonly (infer OurElement)[]]
  ? Theirs extends readonly (infer TheirElement)[]
    ? Misfit<OurElement, TheirElement>
    : { notAList: Theirs }
  : [Ours] extends [object]
    ? {
        [Key in keyof Ours]: Key extends keyof Theirs
          ? Misfit<NonNullable<Ours[Key]>, NonNullable<Theirs[Key]>>
          : { noSuchField: Key }
      }[keyof Ours]
    : Theirs extends Ours
      ? never
      : { otherKind: Theirs }

export type IsNever<T> = [T] extends [never] ? true : false
